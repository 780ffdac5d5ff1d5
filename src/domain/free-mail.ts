// Providers under whose domains anybody has an address: such a domain says nothing of where somebody works.
const domains = new Set(
  `126.com 163.com aim.com alice.it aol.com arcor.de att.net bellsouth.net bigpond.com bluewin.ch bol.com.br bredband.net
  btinternet.com centrum.cz charter.net comcast.net cox.net daum.net duck.com fastmail.com free.fr freenet.de gmail.com
  googlemail.com hanmail.net hey.com home.nl hotmail.com icloud.com interia.pl kpnmail.nl laposte.net libero.it mac.com
  mail.com mail.ru mailbox.org me.com msn.com naver.com neuf.fr ntlworld.com o2.pl onet.pl online.no optusnet.com.au
  orange.fr planet.nl pm.me posteo.de proton.me protonmail.com qq.com rediffmail.com rocketmail.com rogers.com sapo.pt
  sbcglobal.net seznam.cz sfr.fr shaw.ca sky.com sympatico.ca t-online.de talktalk.net telefonica.net telenet.be telia.com
  terra.com.br tiscali.it tuta.com tutanota.com uol.com.br verizon.net virgilio.it virginmedia.com wanadoo.fr web.de wp.pl
  xtra.co.nz ymail.com zoho.com ziggo.nl`.split(/\s+/),
)

// Those that have a domain in every country: yahoo.co.uk, gmx.at.
const families = /^(?:gmx|hotmail|live|outlook|yahoo|yandex)\.[a-z]{2,3}(?:\.[a-z]{2})?$/

/** Whether people of any company have addresses under that domain, given in lower case. */
export const isFreeMail = (domain: string): boolean => domains.has(domain) || families.test(domain)
